/** The page that asks for the next sheet: the number is chosen, so that Enter takes it and a scanner writes over it. */

const field = document.querySelector("[data-next]");
field.focus();
field.select();

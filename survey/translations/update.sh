#!/bin/sh
# Collect every sentence of the code and templates, bring the catalogues up to date and compile them.
set -eu
cd "$(dirname "$0")/../.."
here=survey/translations
"$1/pybabel" -q extract -F $here/babel.cfg -k N_ -k lazy_gettext --no-location --sort-output --omit-header -o $here/messages.pot .
for language in zh; do
  catalogue=$here/$language/LC_MESSAGES/messages.po
  if [ ! -f $catalogue ]; then "$1/pybabel" -q init -l $language -i $here/messages.pot -d $here; fi
  "$1/pybabel" -q update -l $language -i $here/messages.pot -d $here --no-fuzzy-matching --ignore-obsolete --omit-header --width 120
done
rm $here/messages.pot
"$1/pybabel" -q compile -f -d $here

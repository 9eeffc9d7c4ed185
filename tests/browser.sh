#!/bin/sh
# Bring what tests drive. Chromium: the one that is here, else Debian's when root, else Playwright's own.
# Firefox and WebKit: Debian's when root (140 MB to fetch); without them tests/test_engines.py says that it was skipped.
set -eu
bring() {
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
has_debian() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }
if ! command -v chromium >/dev/null 2>&1; then
  echo "Installing a chromium (once) ..."
  if has_debian; then bring chromium fonts-noto-cjk; else "$1/python" -m playwright install chromium; fi
fi
if has_debian && ! { command -v firefox-esr && command -v WebKitWebDriver && command -v xvfb-run; } >/dev/null 2>&1; then
  echo "Installing Debian's Firefox and WebKit (once) ..."
  bring firefox-esr webkit2gtk-driver libwebkit2gtk-4.1-0 xvfb xauth dbus dbus-daemon dbus-x11 ||
    echo "They could not be fetched; the tests in them are skipped."
fi
if has_debian && ! command -v soffice >/dev/null 2>&1; then
  echo "Installing Debian's LibreOffice Calc (once, 88 MB) ..."
  apt-get update -qq && timeout 60 apt-get install -y -qq --no-install-recommends --download-only libreoffice-calc-nogui >/dev/null &&
    bring libreoffice-calc-nogui || echo "It did not come within a minute; the one test in it is skipped."
fi

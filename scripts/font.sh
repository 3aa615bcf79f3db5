#!/usr/bin/env bash
# Makes public/fonts/*.woff2 from the package @fontsource-variable/inter (npm) with fonttools and brotli (PyPI).
# Run by hand when the font or the set of characters changes; the result is in the repository.
#
#   inter.woff2      ASCII, Latin-1 and typographic marks: on every page
#   inter-ext.woff2  Latin Extended-A and Romanian letters (names): loaded only where such a letter stands
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=5.3.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

npm pack --silent --pack-destination "$work" "@fontsource-variable/inter@$version" >/dev/null
tar -xzf "$work"/*.tgz -C "$work"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install fonttools==4.68.0 brotli==1.2.1

# subset FROM TO CHARACTERS: weights 400 to 650, tabular figures, kerning, composition of accents
subset() {
  "$work/venv/bin/fonttools" varLib.instancer -q "$work/package/files/$1" wght=400:650 -o "$work/$2.ttf"
  "$work/venv/bin/pyftsubset" "$work/$2.ttf" --unicodes="$3" --layout-features=tnum,kern,ccmp,mark,locl \
    --no-hinting --desubroutinize --flavor=woff2 --output-file="public/fonts/$2.woff2"
}

mkdir -p public/fonts
subset inter-latin-wght-normal.woff2 inter \
  U+20-7E,U+A0-FF,U+131,U+152-153,U+2009,U+2013-2014,U+2018-201A,U+201C-201E,U+2022,U+2026,U+202F,U+2039-203A,U+20AC,U+2116,U+2190-2193,U+2212
subset inter-latin-ext-wght-normal.woff2 inter-ext U+100-130,U+132-151,U+154-17F,U+218-21B,U+1E9E
cp "$work/package/LICENSE" public/fonts/inter-LICENSE.txt
ls -l public/fonts

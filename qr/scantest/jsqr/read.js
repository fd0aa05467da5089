// Reads the paths of PNG files from standard input, one a line, and writes for
// each a line of JSON: the text of its QR code, or null.
const fs = require('fs');
const readline = require('readline');
const jsQR = require('jsqr');
const { PNG } = require('pngjs');

readline.createInterface({ input: process.stdin }).on('line', (file) => {
  const picture = PNG.sync.read(fs.readFileSync(file));
  const code = jsQR(new Uint8ClampedArray(picture.data), picture.width, picture.height);
  console.log(JSON.stringify(code ? code.data : null));
});

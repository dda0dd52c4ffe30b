// Reads the QR codes of one camera picture, away from the page, so that the page never stutters.

import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasm from "zxing-wasm/reader/zxing_reader.wasm";

/** The texts in a picture; null when the engine did not load. */
export type Reply = string[] | null;

// The library would fetch its engine from a public host; ours comes from where the page comes from.
const ready = prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true }).then(
  () => true,
  () => false,
);

const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext("2d", { willReadFrequently: true });

/** The only words this worker takes and gives: a picture in, a Reply out. */
self.onmessage = async ({ data: picture }: MessageEvent<ImageBitmap>): Promise<void> => {
  const reply: Reply = (await ready) ? await read(picture) : null;
  self.postMessage(reply);
};

async function read(picture: ImageBitmap): Promise<string[]> {
  if (!context) return [];
  canvas.width = picture.width;
  canvas.height = picture.height;
  context.drawImage(picture, 0, 0);
  picture.close();
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  const found = await readBarcodes(pixels, { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 8 });
  return found.filter((code) => code.isValid).map((code) => code.text);
}

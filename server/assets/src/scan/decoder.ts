// Hands pictures to the decoding worker; the worker starts with the first one.

import type { Reply } from "./decode.worker";

let worker: Worker | null = null;
let last: Promise<unknown> = Promise.resolve();

/**
 * The texts of all QR codes in the picture; none where it has no picture at this moment. Pictures are read one after
 * another. Rejects, for a person to read, when nothing can be read.
 */
export async function readPicture(source: HTMLVideoElement | ImageBitmap): Promise<string[]> {
  const turn = last.then(() => read(source));
  last = turn.catch(() => null);
  return turn;
}

async function read(source: HTMLVideoElement | ImageBitmap): Promise<string[]> {
  const picture = await createImageBitmap(source).catch(() => null);
  if (!picture) return [];
  const reader = (worker ??= new Worker(DECODER));
  const reply = await new Promise<Reply>((resolve) => {
    reader.onmessage = ({ data }: MessageEvent<Reply>) => resolve(data);
    reader.onerror = () => resolve(null);
    reader.postMessage(picture, [picture]);
  });
  if (reply) return reply;
  reader.terminate();
  worker = null; // the next picture tries anew
  throw new Error("The code reader did not load. Look for a network and start the camera again, or type the code.");
}

// Hands pictures to the decoding worker; the worker starts with the first one.

import type { Reply } from "./decode.worker";

let worker: Worker | null = null;

/** The texts of all QR codes in the picture. One at a time. Rejects, for a person to read, when nothing can be read. */
export async function readPicture(source: HTMLVideoElement): Promise<string[]> {
  const picture = await createImageBitmap(source).catch(() => null); // the video has no picture at this moment
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

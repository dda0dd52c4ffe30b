// Hands pictures to the decoding worker; the worker starts with the first one.

let worker: Worker | null = null;

/** The texts of all QR codes in the picture, none when it can't be read. One at a time. */
export async function readPicture(source: HTMLVideoElement): Promise<string[]> {
  const picture = await createImageBitmap(source).catch(() => null); // the video has no picture at this moment
  if (!picture) return [];
  const reader = (worker ??= new Worker(DECODER));
  return new Promise((resolve) => {
    reader.onmessage = ({ data }: MessageEvent<string[]>) => resolve(data);
    reader.onerror = () => {
      worker = null; // the next picture starts another
      resolve([]);
    };
    reader.postMessage(picture, [picture]);
  });
}

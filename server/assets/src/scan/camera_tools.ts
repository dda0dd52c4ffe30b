// What a camera can do beside showing a picture: light and zoom, where the device has them.

interface Abilities {
  torch?: boolean;
  zoom?: { min: number; max: number; step?: number };
}

/** Null where the camera has no light to switch; else whether it is on. */
export function light(track: MediaStreamTrack | undefined): boolean | null {
  if (!abilities(track).torch) return null;
  return Boolean((track?.getSettings() as { torch?: boolean }).torch);
}

export async function switchLight(track: MediaStreamTrack | undefined, on: boolean): Promise<void> {
  await apply(track, { torch: on });
}

export interface Zoom {
  min: number;
  max: number;
  step: number;
  value: number;
}

/** Null where the camera has one size only. */
export function zoom(track: MediaStreamTrack | undefined): Zoom | null {
  const able = abilities(track).zoom;
  if (!able || !(able.max > able.min)) return null;
  const value = (track?.getSettings() as { zoom?: number }).zoom ?? able.min;
  return { min: able.min, max: able.max, step: able.step || (able.max - able.min) / 20, value };
}

export async function zoomTo(track: MediaStreamTrack | undefined, value: number): Promise<void> {
  await apply(track, { zoom: value });
}

function abilities(track: MediaStreamTrack | undefined): Abilities {
  return (track?.getCapabilities?.() ?? {}) as Abilities;
}

/** A camera that refuses goes on as it was. */
async function apply(track: MediaStreamTrack | undefined, setting: object): Promise<void> {
  await track?.applyConstraints({ advanced: [setting as MediaTrackConstraintSet] }).catch(() => null);
}

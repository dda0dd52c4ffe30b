// Which camera: the one that was chosen here before, else the one on the back.

const SETTING = "hallway-camera";

export interface Choice {
  id: string;
  label: string;
  current: boolean;
}

/** For getUserMedia. Wished for, not demanded: a camera that is gone gives way to another. */
export function chosen(): MediaTrackConstraints {
  const id = localStorage.getItem(SETTING);
  return id ? { deviceId: { ideal: id } } : { facingMode: { ideal: "environment" } };
}

/** To be remembered on this device. */
export function settled(id: string): void {
  localStorage.setItem(SETTING, id);
}

/** All cameras, once one of them runs: before that browsers don't name them. */
export async function choices(track: MediaStreamTrack | undefined): Promise<Choice[]> {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  const current = track?.getSettings().deviceId;
  return devices
    .filter(({ kind, deviceId }) => kind === "videoinput" && deviceId)
    .map(({ deviceId, label }, place) => ({
      id: deviceId,
      label: label || `Camera ${place + 1}`,
      current: deviceId === current,
    }));
}

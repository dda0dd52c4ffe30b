// Which camera: the one that was chosen here before, else the one on the back.

const SETTING = "hallway-camera";

export interface Choice {
  id: string;
  label: string;
  current: boolean;
}

const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } };

/** A picture of the camera that was chosen; where that is gone, of another. Rejects as getUserMedia does. */
export async function opened(): Promise<MediaStream> {
  const id = localStorage.getItem(SETTING);
  const any = (): Promise<MediaStream> => ask({ facingMode: { ideal: "environment" } });
  // Demanded, not wished for: browsers weigh a wish for a camera against the size of its picture.
  return id ? ask({ deviceId: { exact: id } }).catch((fault: DOMException) => (GONE.has(fault.name) ? any() : Promise.reject(fault))) : any();
}

const GONE: ReadonlySet<string> = new Set(["OverconstrainedError", "NotFoundError"]);

function ask(which: MediaTrackConstraints): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ video: { ...which, ...SIZE } });
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

// The picture of the camera, with the buttons on it; before it runs, the button that starts it.

import { Camera } from "./camera";
import { button, element, icon } from "./elements";
import { sounds, switchSounds, unlockSound } from "./feedback";

const NO_CAMERA = "This browser gives no camera to this page. Type the code, or use a photo.";

export class Finder {
  private readonly camera: Camera;
  private readonly frame = element("div", { class: "finder" });
  private readonly tools = element("div", { class: "tools" });

  /** `found` gets the texts in every picture. */
  constructor(
    private readonly place: HTMLElement,
    found: (texts: string[]) => void,
  ) {
    this.camera = new Camera(found, (why) => this.offer(why));
    this.camera.video.setAttribute("aria-label", "Picture of the camera");
  }

  /** Shows the button that starts the camera, or why there is none. */
  open(): void {
    this.place.hidden = false;
    this.place.append(this.frame);
    if (Camera.possible) this.offer(null);
    else this.frame.replaceChildren(element("p", { class: "finder-note" }, NO_CAMERA));
  }

  private offer(why: string | null): void {
    const start = button("Start the camera", "camera", () => void this.start(start), "btn go big");
    this.frame.replaceChildren(
      element("div", { class: "finder-note" }, why && element("p", { role: "alert" }, why), start),
      this.tools,
    );
    this.showTools();
  }

  private async start(pressed: HTMLButtonElement): Promise<void> {
    unlockSound();
    pressed.setAttribute("aria-busy", "true");
    try {
      await this.camera.start();
      this.frame.replaceChildren(this.camera.video, corners(), this.tools);
      this.showTools();
    } catch (fault) {
      this.offer((fault as Error).message);
    }
  }

  private showTools(): void {
    const on = sounds();
    const sound = toggle("Sound", on ? "sound" : "sound-off", on, () => {
      switchSounds(!on);
      this.showTools();
    });
    const lit = this.camera.light;
    const light =
      lit === null
        ? null
        : toggle("Light", "torch", lit, () => void this.camera.switchLight(!lit).then(() => this.showTools()));
    this.tools.replaceChildren(...[light, sound].filter((tool) => tool !== null));
  }
}

function toggle(words: string, shape: string, on: boolean, act: () => void): HTMLButtonElement {
  const made = button(words, shape, act);
  made.setAttribute("aria-pressed", String(on));
  return made;
}

/** Where to hold the badge. */
function corners(): SVGSVGElement {
  const shape = icon("corners");
  shape.setAttribute("class", "corners");
  return shape;
}

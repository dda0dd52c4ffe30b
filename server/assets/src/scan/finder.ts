// The picture of the camera, with the buttons on it; before it runs, the button that starts it.

import { Camera } from "./camera";
import { light, switchLight, type Zoom, zoom, zoomTo } from "./camera_tools";
import { button, element, icon } from "./elements";
import { sounds, switchSounds, unlockSound } from "./feedback";
import { Idle } from "./idle";

const NO_CAMERA = "This browser gives no camera to this page. Type the code, or use a photo.";

export class Finder {
  private readonly camera: Camera;
  private readonly frame = element("div", { class: "finder" });
  private readonly tools = element("div", { class: "tools" });
  private readonly more = element("div", { class: "tools more-tools" });
  private readonly idle = new Idle(() => this.sleep());

  /** `found` gets the texts in every picture. */
  constructor(
    private readonly place: HTMLElement,
    found: (texts: string[]) => void,
  ) {
    this.camera = new Camera({
      found: (texts) => {
        if (texts.length) this.idle.stir();
        found(texts);
      },
      began: () => this.show(),
      stopped: (why) => this.offer(why),
    });
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
    this.idle.stop();
    const start = button("Start the camera", "camera", () => void this.start(start), "btn go big");
    this.frame.replaceChildren(
      element("div", { class: "finder-note" }, why && element("p", { role: "alert" }, why), start),
      this.tools,
    );
    this.showTools();
  }

  private sleep(): void {
    this.camera.rest();
    const wake = button("Wake the camera", "camera", () => undefined, "btn go big");
    this.frame.addEventListener("click", () => void this.start(wake), { once: true }); // a tap anywhere wakes it
    const note = element("p", {}, "The camera rests to spare the battery.");
    this.frame.replaceChildren(element("div", { class: "finder-note" }, note, wake));
  }

  private async start(pressed: HTMLButtonElement): Promise<void> {
    unlockSound();
    pressed.setAttribute("aria-busy", "true");
    try {
      await this.camera.start();
    } catch (fault) {
      this.offer((fault as Error).message);
    }
  }

  private show(): void {
    const focused = this.frame.contains(document.activeElement);
    this.frame.replaceChildren(this.camera.video, corners(), this.tools, this.more);
    this.showTools();
    void this.showChoices();
    this.idle.stir();
    if (focused) this.tools.querySelector("button")?.focus(); // the button that started it is gone
  }

  private showTools(): void {
    const on = sounds();
    const sound = toggle("Sound", on ? "sound" : "sound-off", on, () => {
      switchSounds(!on);
      this.showTools();
    });
    const { track } = this.camera;
    const lit = light(track);
    const torch =
      lit === null ? null : toggle("Light", "torch", lit, () => void switchLight(track, !lit).then(() => this.showTools()));
    this.tools.replaceChildren(...[torch, sound].filter((tool) => tool !== null));
  }

  /** The cameras, where there are several, and how near. */
  private async showChoices(): Promise<void> {
    const all = await this.camera.choices();
    const near = zoom(this.camera.track);
    const select = element("select", { class: "in", "aria-label": "Camera" });
    for (const { id, label, current } of all) select.append(new Option(label, id, current, current));
    select.addEventListener("change", () => {
      this.camera.choose(select.value).catch((fault: Error) => this.offer(fault.message));
    });
    this.more.replaceChildren(...[all.length > 1 && select, near && this.zoomer(near)].filter((tool) => tool !== false && tool !== null));
  }

  private zoomer({ min, max, step, value }: Zoom): HTMLElement {
    const range = element("input", { type: "range", min: `${min}`, max: `${max}`, step: `${step}`, value: `${value}` });
    range.addEventListener("input", () => void zoomTo(this.camera.track, range.valueAsNumber));
    return element("label", { class: "zoom" }, "Zoom", range);
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

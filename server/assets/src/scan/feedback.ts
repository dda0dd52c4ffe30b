// What an answer sounds and feels like, for eyes that look elsewhere.

import type { State } from "./answers";

const SETTING = "hallway-sound";
const GAP = 60; // ms between two tones

type Tone = readonly [hertz: number, ms: number];

const TONES: Record<State, readonly Tone[]> = {
  saved: [[880, 70]],
  already: [
    [880, 70],
    [880, 70],
  ],
  confirm: [
    [660, 70],
    [880, 70],
  ],
  offline: [[660, 70]],
  unsent: [
    [660, 70],
    [220, 140],
  ],
  unknown: [[220, 140]],
  revoked: [
    [220, 140],
    [220, 140],
  ],
  undone: [],
};

const VIBRATIONS: Record<State, number[]> = {
  saved: [40],
  already: [25, 50, 25],
  confirm: [30, 80, 30],
  offline: [40],
  unsent: [30, 80, 120],
  unknown: [120],
  revoked: [120, 60, 120],
  undone: [],
};

let speaker: AudioContext | null = null;
let silentFrom = 0; // the speaker's time at which the last tone ends: two badges at once are heard one after the other
let usual = "off";

/** Doors sound from the start, since volunteers look at people; others are silent until somebody wants it otherwise. */
export function soundsByDefault(): void {
  usual = "on";
}

export function sounds(): boolean {
  return (localStorage.getItem(SETTING) ?? usual) === "on";
}

export function switchSounds(on: boolean): void {
  localStorage.setItem(SETTING, on ? "on" : "off");
  if (on) unlockSound();
}

/** To be called from a click: browsers let a page sound only after one. */
export function unlockSound(): void {
  if (!sounds()) return;
  speaker ??= new AudioContext();
  void speaker.resume();
}

export function signal(state: State): void {
  if (VIBRATIONS[state].length) navigator.vibrate?.(VIBRATIONS[state]);
  if (!speaker || !sounds()) return;
  let at = Math.max(speaker.currentTime, silentFrom);
  for (const [hertz, ms] of TONES[state]) {
    play(speaker, hertz, at, ms / 1000);
    at += (ms + GAP) / 1000;
  }
  silentFrom = at + GAP / 1000;
}

/** A sine with soft edges, so that it doesn't click. */
function play(context: AudioContext, hertz: number, at: number, seconds: number): void {
  const tone = new OscillatorNode(context, { frequency: hertz });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.4, at + 0.008);
  volume.gain.setValueAtTime(0.4, at + seconds - 0.015);
  volume.gain.linearRampToValueAtTime(0, at + seconds);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + seconds);
}

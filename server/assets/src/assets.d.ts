/** Where the icon sprite lies, with its digest; build.mjs fills it in. */
declare const ICONS: string;

/** Where the script of the decoding worker lies; build.mjs fills it in. */
declare const DECODER: string;

declare module "*.wasm" {
  const address: string;
  export default address;
}

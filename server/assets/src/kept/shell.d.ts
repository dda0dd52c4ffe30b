/** The addresses of what every kept page is made of, in this build; build.mjs fills it in. */
declare const SHELL: readonly string[];

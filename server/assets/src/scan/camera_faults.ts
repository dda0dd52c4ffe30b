// Why a camera did not start, and what one can do.

export function reason(fault: unknown): string {
  switch (fault instanceof DOMException ? fault.name : "") {
    case "NotAllowedError":
      return "The browser may not use the camera here. Allow it in the settings of this page, or type the code.";
    case "NotFoundError":
    case "OverconstrainedError":
      return "This device has no camera. Type the code, or use a photo.";
    case "NotReadableError":
      return "Another program holds the camera. Close it there, then start it again.";
    default:
      return "The camera did not start. Type the code, or use a photo.";
  }
}

/** Whether somebody said no, so that asking again is of no use. */
export function isRefused(fault: unknown): boolean {
  return fault instanceof DOMException && fault.name === "NotAllowedError";
}

/** Why a text can't be an image's name; `undefined` if it can. */
export const imageProblem = (image: string): string | undefined =>
  /^[a-z0-9][\w.:/-]*(?:@sha256:[0-9a-f]{64})?$/.test(image)
    ? undefined
    : `--image must be an image's name, best NAME@sha256:DIGEST, got '${image}'`;

/** What to say of an image that may be another one tomorrow. */
export const imageNotes = (image: string): readonly string[] =>
  image.includes('@sha256:')
    ? []
    : [`warning: ${image} has no digest, so that it may be another image tomorrow: NAME@sha256:DIGEST names one`];

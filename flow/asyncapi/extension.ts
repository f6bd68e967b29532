/** Under this name stands what AsyncAPI has no words for: flows, subjects, versions. */
export const extensionName = "x-millrace";
/** Version of what stands there. */
export const extensionFormat = 1;

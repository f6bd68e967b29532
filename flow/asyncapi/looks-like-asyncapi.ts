/** Whether a text says of itself, near its beginning, that it is an AsyncAPI document. */
export function looksLikeAsyncApi(text: string): boolean {
  return /^(?:asyncapi[ \t]*:|'asyncapi'[ \t]*:|[ \t{]*"asyncapi"[ \t]*:)/m.test(text.slice(0, 10_000));
}

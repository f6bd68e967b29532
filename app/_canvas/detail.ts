import { createContext, useContext } from "react";

/** How much of a card is drawn: everything; title, state and counts; icon and title. */
export type Detail = "near" | "mid" | "far";

/** Of a drawing with more cards only what is in the window is drawn, and from afar less of it. */
export const manyCards = 80;

export function detailAt(zoom: number): Detail {
  return zoom >= 0.7 ? "near" : zoom >= 0.4 ? "mid" : "far";
}

interface Scope {
  /** What cards draw; a drawing with few cards draws everything, and hides what is too small. */
  readonly detail: Detail;
  /** Cards outside of the window do not exist. */
  readonly isWindowed: boolean;
}

const ScopeContext = createContext<Scope>({ detail: "near", isWindowed: false });
export const ScopeProvider = ScopeContext.Provider;

export function useScope(): Scope {
  return useContext(ScopeContext);
}

/** Less is drawn at once, more when the hand rests: new cards must be cheap while the window grows. */
export function isLess(detail: Detail, than: Detail): boolean {
  const order: readonly Detail[] = ["near", "mid", "far"];
  return order.indexOf(detail) > order.indexOf(than);
}

let sizes: { readonly title: CSSStyleRule; readonly far: CSSStyleRule } | undefined;

/** Rules of their own: a variable on the drawing would make the style of all that is in it be computed again. */
function sizeRules() {
  if (sizes) return sizes;
  const sheet = new CSSStyleSheet();
  sheet.insertRule(".canvas[data-zoom=mid] .card-title {}", 0);
  sheet.insertRule(".canvas[data-zoom=far] .card-far {}", 1);
  document.adoptedStyleSheets.push(sheet);
  const [title, far] = sheet.cssRules;
  if (!(title instanceof CSSStyleRule && far instanceof CSSStyleRule))
    throw new Error("A rule is not there.");
  sizes = { title, far };
  return sizes;
}

/** Titles keep their size on the screen: they grow as the drawing shrinks. */
export function showZoom(zoom: number): void {
  const detail = detailAt(zoom);
  if (detail === "near") return;
  const { title, far } = sizeRules();
  if (detail === "mid") title.style.fontSize = `${13 * Math.min(1 / zoom, 1.6)}px`;
  else {
    far.style.transform = `scale(${1 / zoom})`;
    far.style.width = `${100 * zoom}%`;
  }
}

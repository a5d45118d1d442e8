// The page's address: #/place/part?key=value. Everything shareable is in it. And the page's title.
import { useEffect } from "./vendor/preact.mjs";
import { query } from "./api.mjs";

/** A part of the address in clear; as it is written where it has a % that stands for nothing. */
function clear(part) {
  try {
    return decodeURIComponent(part);
  } catch (e) {
    return part;
  }
}

/** The address as {place: [parts], query: URLSearchParams}. */
export function route() {
  const hash = location.hash.replace(/^#\/?/, "");
  const [path, search = ""] = hash.split("?");
  return { place: path.split("/").filter(Boolean).map(clear), query: new URLSearchParams(search) };
}

/** The address of a place. */
export function address(place, values = {}) {
  return "#/" + place.map(encodeURIComponent).join("/") + query(values);
}

/** Names the page in the browser's tabs. */
export function useTitle(text) {
  useEffect(() => {
    document.title = text + " · MuZero";
  }, [text]);
}

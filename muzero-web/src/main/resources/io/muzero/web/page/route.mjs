// The page's address: #/place/part?key=value. Everything shareable is in it.

/** The address as {place: [parts], query: URLSearchParams}. */
export function route() {
  const hash = location.hash.replace(/^#\/?/, "");
  const [path, search = ""] = hash.split("?");
  return { place: path.split("/").filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(search) };
}

/** The address of a place. */
export function address(place, values = {}) {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const search = given.length ? "?" + new URLSearchParams(given) : "";
  return "#/" + place.map(encodeURIComponent).join("/") + search;
}

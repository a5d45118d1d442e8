// A control with its label.
import { html } from "./vendor/preact.mjs";

export function Field({ label, children }) {
  return html`<label class="field"><span>${label}</span>${children}</label>`;
}

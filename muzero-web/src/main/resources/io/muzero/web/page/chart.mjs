// One chart of one metric, one line a run. uPlot is loaded when the first chart is shown.
import { html, useEffect, useMemo, useRef, useState } from "./vendor/preact.mjs";
import { clock, short } from "./format.mjs";

// Okabe and Ito: told apart by people who see no red or no green.
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7b3f00", "#999999"];

export const colour = (i) => COLOURS[i % COLOURS.length];

let loading = null;

function library() {
  if (!loading) {
    loading = new Promise((done, failed) => {
      const style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = "vendor/uplot.css";
      document.head.append(style);
      const script = document.createElement("script");
      script.src = "vendor/uplot.js";
      script.onload = () => done(window.uPlot);
      script.onerror = () => failed(new Error("vendor/uplot.js could not be loaded"));
      document.head.append(script);
    });
    loading.catch(() => {
      loading = null; // the next chart tries again
    });
  }
  return loading;
}

// Points of one curve that are kept; a chart has some hundred pixels.
const MOST_POINTS = 3000;

/** Every second point of a curve, and its last one. */
function thin(series) {
  const last = series.values.length - 1;
  for (const key of ["steps", "seconds", "values"]) series[key] = series[key].filter((_, i) => i % 2 === 0 || i === last);
}

let stamps = 0;

/** Adds rows [step, seconds, tag, value] to curves by their tags. `stamp` of a curve changes with its points. */
export function addRows(curves, rows) {
  const stamp = ++stamps;
  for (const [step, seconds, tag, value] of rows) {
    const series = curves[tag] || (curves[tag] = { steps: [], seconds: [], values: [] });
    series.steps.push(step);
    series.seconds.push(seconds);
    series.values.push(value);
    series.stamp = stamp;
    if (series.values.length > MOST_POINTS) thin(series);
  }
  return curves;
}

/** An exponential mean, so that noisy curves can be read; 0 leaves them as they are. */
function smoothed(values, share) {
  let mean = null;
  return values.map((value) => (mean = mean === null ? value : share * mean + (1 - share) * value));
}

/** All series over one common axis, with null where one has no value. */
function aligned(series, axis, share) {
  const at = [...new Set(series.flatMap((one) => one.data[axis]))].sort((a, b) => a - b);
  const place = new Map(at.map((x, i) => [x, i]));
  const column = (data, values) => {
    const out = new Array(at.length).fill(null);
    data[axis].forEach((x, i) => (out[place.get(x)] = values[i]));
    return out;
  };
  const columns = [];
  for (const one of series) {
    columns.push(column(one.data, smoothed(one.data.values, share)));
    if (one.low && one.high) columns.push(column(one.low, one.low.values), column(one.high, one.high.values));
  }
  return [at, ...columns];
}

/** `series`: [{id, i, data, low, high}], curves of addRows. Drawn anew when one of them, the axis or the smoothing changes. */
export function Chart({ title, series, axis, smooth }) {
  const [problem, setProblem] = useState(null);
  const box = useRef(null);
  const plot = useRef(null);
  const version = [axis, smooth, ...series.flatMap((one) => [one.id, one.data, one.low, one.high].map((part) => (part && part.stamp) || part))].join("|");
  const data = useMemo(() => aligned(series, axis, smooth), [version]);
  const drawn = useRef(null);
  drawn.current = data; // the newest when the library comes
  const shape = axis + series.map((one) => one.id + Boolean(one.low && one.high)).join("|");
  useEffect(() => {
    let ended = false;
    const watch = new ResizeObserver(() => plot.current && plot.current.setSize({ width: box.current.clientWidth, height: 180 }));
    library().then((uPlot) => {
      if (ended) return;
      const ink = () => getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();
      const rule = () => getComputedStyle(document.documentElement).getPropertyValue("--rule").trim();
      const lines = [{ label: axis === "steps" ? "step" : "time", value: (_, x) => (x === null ? "–" : axis === "steps" ? short(x) : clock(x)) }];
      const bands = [];
      for (const one of series) {
        lines.push({ label: series.length > 1 ? one.id : "value", stroke: colour(one.i), width: 2, spanGaps: true, value: (_, v) => (v === null ? "–" : short(v)) });
        if (one.low && one.high) {
          const n = lines.length;
          lines.push({ label: "from", stroke: "transparent", spanGaps: true, value: (_, v) => short(v) }, { label: "to", stroke: "transparent", spanGaps: true, value: (_, v) => short(v) });
          bands.push({ series: [n + 1, n], fill: colour(one.i) + "33" });
        }
      }
      plot.current = new uPlot({
        width: box.current.clientWidth, height: 180, series: lines, bands,
        scales: { x: { time: false } },
        axes: [
          { stroke: ink, grid: { stroke: rule, width: 1 }, ticks: { stroke: rule, width: 1 }, values: (_, all) => all.map((x) => (axis === "steps" ? short(x) : clock(x))) },
          { stroke: ink, grid: { stroke: rule, width: 1 }, ticks: { stroke: rule, width: 1 }, size: 56, values: (_, all) => all.map(short) },
        ],
        legend: { live: true },
      }, drawn.current, box.current);
      watch.observe(box.current);
    }).catch((e) => !ended && setProblem(e.message));
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const redraw = () => plot.current && plot.current.redraw(false, true);
    dark.addEventListener("change", redraw);
    return () => {
      ended = true;
      watch.disconnect();
      dark.removeEventListener("change", redraw);
      if (plot.current) plot.current.destroy();
      plot.current = null;
    };
  }, [shape]);
  useEffect(() => {
    if (plot.current && plot.current.data !== data) plot.current.setData(data);
  }, [data]);
  const last = series.map((one) => short(one.data.values[one.data.values.length - 1])).join(", ");
  return html`<figure class="chart"><figcaption>${title}</figcaption>${problem ? html`<p class="problem" role="alert">${problem}</p>` : null}<div ref=${box} role="img" aria-label=${`${title}, last ${last}`}></div></figure>`;
}

"use strict";
// What pages do only where scripts run: live renewal that disturbs nobody, charts, copying. Everything else works without.
(() => {
  const own = document.currentScript;
  const each = (root, what, act) => root.querySelectorAll(what).forEach(act);
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // ── Charts ──────────────────────────────────────────────────────────────────────────────────────────────────────
  let library;
  const charts = () => (library ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = own.dataset.charts;
    script.onload = () => done(window.echarts);
    script.onerror = failed;
    document.head.append(script);
  }));

  const merge = (base, over) => {
    if (Array.isArray(over)) return over.map(one => merge(base, one));
    if (over === null || typeof over !== "object") return over === undefined ? base : over;
    const all = { ...(base !== null && typeof base === "object" && !Array.isArray(base) ? base : {}) };
    for (const key of Object.keys(over)) all[key] = merge(all[key], over[key]);
    return all;
  };

  // The look of every chart: an option says what, never how.
  const dressed = (option, rem) => {
    const [ink, quiet, line, sheet] = ["--ink", "--quiet", "--line", "--sheet"].map(colour);
    const text = { color: quiet, fontSize: .93 * rem, fontFamily: getComputedStyle(document.body).fontFamily };
    const axis = { axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: text, splitLine: { lineStyle: { color: line } }, nameTextStyle: text };
    const base = {
      color: [1, 2, 3, 4, 5, 6].map(i => colour("--c" + i)),
      textStyle: text, backgroundColor: "transparent", animation: false,
      grid: { left: rem / 2, right: rem, top: option.legend ? 3 * rem : rem, bottom: rem / 2, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      // Drawn, not written as HTML: the page's policy lets nobody bring styles of their own.
      tooltip: { renderMode: "richText", trigger: option.xAxis ? "axis" : "item", backgroundColor: sheet, borderColor: line, textStyle: { ...text, color: ink } },
    };
    const whole = merge(base, option);
    if (option.legend) whole.legend = merge({ top: 0, left: 0, icon: "roundRect", itemGap: 1.2 * rem, itemWidth: rem, itemHeight: rem * .6, textStyle: text }, option.legend);
    for (const side of ["xAxis", "yAxis"]) if (option[side]) whole[side] = merge(axis, option[side]);
    // Of colours an option only knows that a series is of bad things.
    if (Array.isArray(option.series)) whole.series = option.series.map(({ bad, ...one }) => merge({ ...(bad ? { color: colour("--bad-mark") } : {}), ...(one.type === "line" ? { symbol: "none", lineStyle: { width: rem / 7 } } : one.type === "bar" ? { barMaxWidth: 1.6 * rem } : {}) }, one));
    return whole;
  };

  const read = async address => {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  };

  const draw = async box => {
    try {
      const option = box.dataset.src ? await read(box.dataset.src) : JSON.parse(box.dataset.chart);
      const echarts = await charts();
      if (!box.isConnected) return;
      const chart = echarts.getInstanceByDom(box) ?? echarts.init(box, null, { renderer: "canvas" });
      chart.setOption(dressed(option, parseFloat(getComputedStyle(document.documentElement).fontSize)), true);
    } catch {
      box.textContent = box.dataset.failed;
      box.classList.add("quiet");
    }
  };

  const all = act => each(document, ".chart", box => { const chart = window.echarts?.getInstanceByDom(box); if (chart) act(chart, box); });
  new ResizeObserver(() => all(chart => chart.resize())).observe(document.documentElement);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => all((_, box) => draw(box)));

  // ── Copying ─────────────────────────────────────────────────────────────────────────────────────────────────────
  document.addEventListener("click", async event => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    const [code, word] = [button.closest("figure").querySelector("pre"), button.textContent];
    try {
      await navigator.clipboard.writeText(code.innerText);
    } catch { // no clipboard without a secure connection: the text is marked for the keyboard instead
      getSelection().selectAllChildren(code);
      return;
    }
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = word; }, 2000);
  });

  // ── What is new on the page: at its begin, and after each renewal ────────────────────────────────────────────────
  const begin = root => {
    each(root, "[data-copy]", button => { button.hidden = !navigator.clipboard; });
    each(root, ".chart[data-chart], .chart[data-src]", draw);
  };

  // ── Live renewal: not while somebody looks elsewhere, marks text or fills in a field ─────────────────────────────
  let scrolled = new Map();
  const busy = () => document.hidden || !getSelection().isCollapsed || /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "") || document.querySelector("#page details[open]") !== null;
  const lost = on => {
    const page = document.getElementById("page");
    const note = page?.querySelector(".lost");
    if (!on) note?.remove();
    else if (page && !note) {
      const line = Object.assign(document.createElement("p"), { className: "lost", textContent: page.dataset.lost });
      line.setAttribute("role", "status");
      page.prepend(line);
    }
  };
  document.addEventListener("htmx:beforeRequest", event => { if (event.detail.elt.id === "page" && busy()) event.preventDefault(); });
  document.addEventListener("htmx:beforeSwap", event => {
    if (event.detail.elt.id === "page" && !event.detail.serverResponse.includes('id="page"')) {
      event.detail.shouldSwap = false; // another page came, such as the one to sign in on: let the browser go there
      location.reload();
      return;
    }
    scrolled = new Map();
    each(document, "#page [id]", one => { if (one.scrollTop || one.scrollLeft) scrolled.set(one.id, [one.scrollTop, one.scrollLeft]); });
    all(chart => chart.dispose());
  });
  document.addEventListener("htmx:afterSettle", () => {
    scrolled.forEach(([top, left], id) => document.getElementById(id)?.scrollTo(left, top));
    begin(document.getElementById("page") ?? document);
  });
  document.addEventListener("htmx:sendError", () => lost(true));
  document.addEventListener("htmx:afterOnLoad", () => lost(false));

  begin(document);
})();

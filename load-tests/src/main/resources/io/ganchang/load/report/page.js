"use strict";
// Draws the plots. Everything else of the page is there without it.
const plots = JSON.parse(document.getElementById("data").textContent);
const HEIGHT = 220;
const MARKS = 8;
const drawn = [];

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function short(value) {
  return Math.abs(value) >= 10000 ? value / 1000 + "k" : String(Math.round(value * 1000) / 1000);
}

function axis(format) {
  return {
    stroke: colour("--soft"),
    grid: {stroke: colour("--line"), width: 1},
    ticks: {stroke: colour("--line"), width: 1},
    font: "12px system-ui, sans-serif",
    values: (chart, values) => values.map(format),
  };
}

// Where nothing was measured nothing is drawn, and a value between two such moments is a dot.
function line(of, number) {
  return {
    label: of.name,
    stroke: colour("--s" + (number % MARKS)),
    width: 1.75,
    spanGaps: false,
    points: {show: of.values.includes(null), size: 4, fill: colour("--s" + (number % MARKS))},
  };
}

function draw(place) {
  const plot = plots[Number(place.dataset.plot)];
  place.replaceChildren();
  place.classList.add("drawn");
  const options = {
    width: place.clientWidth,
    height: HEIGHT,
    legend: {show: false},
    cursor: {show: false},
    scales: {x: {time: false}, y: {range: (chart, least, most) => [0, most > 0 ? most * 1.08 : 1]}},
    axes: [axis(value => short(value) + " s"), {...axis(short), size: 52}],
    series: [{}, ...plot.lines.map(line)],
  };
  const chart = new uPlot(options, [plot.seconds, ...plot.lines.map(of => of.values)], place);
  drawn.push({place, chart});
}

function drawAll() {
  drawn.splice(0).forEach(({chart}) => chart.destroy());
  document.querySelectorAll(".plot").forEach(draw);
}

function fit() {
  drawn.forEach(({place, chart}) => chart.setSize({width: place.clientWidth, height: HEIGHT}));
}

drawAll();
window.addEventListener("resize", fit);
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);

// The list of areas, narrowed by a board, council, county or town. Without script it is whole.
(() => {
  "use strict";

  const root = document.querySelector("[data-areas]");
  const input = root.querySelector("#areas-find");
  const said = root.querySelector("[data-areas-said]");
  const lines = Array.prototype.slice.call(root.querySelectorAll(".app-area-line"));
  const shapes = Array.prototype.slice.call(root.querySelectorAll(".app-area-shape"));

  // Words as they are compared: small letters, no accents, "&" as "and", "St." as "st".
  function words(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f'’.]/g, "")
      .replace(/&/g, " and ").split(/[^a-z0-9]+/).filter(Boolean);
  }

  function set(text) {
    return new Set(text.split(" "));
  }

  // What people add that no place is called by; and what they call organisations, past ones too.
  const IDLE = set("the of and nhs icb in near");
  const KINDS = set("icb icp ics stp ccg ccgs pct lmc lmcs pcn council county city borough district "
    + "metropolitan unitary authority board integrated care system partnership clinical commissioning "
    + "group primary trust local medical committee training hub deanery health gp practice surgery");
  const ENDED = set("ccg ccgs pct stp commissioning");
  const SHORT = { beds: "bedfordshire", berks: "berkshire", bucks: "buckinghamshire",
    cambs: "cambridgeshire", derbys: "derbyshire", glos: "gloucestershire", hants: "hampshire",
    herts: "hertfordshire", lancs: "lancashire", leics: "leicestershire", lincs: "lincolnshire",
    mcr: "manchester", northants: "northamptonshire", notts: "nottinghamshire", oxon: "oxfordshire",
    salop: "shropshire", soton: "southampton", staffs: "staffordshire", warks: "warwickshire",
    wilts: "wiltshire", worcs: "worcestershire", yorks: "yorkshire", iow: "wight" };
  // Where people write from to whom this site has no area to offer.
  const ELSEWHERE = set("wales cardiff swansea wrexham bangor aberystwyth llandudno llanelli caerphilly "
    + "carmarthen merthyr tydfil powys gwynedd ceredigion pembrokeshire anglesey rhondda cymru scotland "
    + "edinburgh glasgow dundee aberdeen inverness stirling perth paisley falkirk livingston fife "
    + "highland lothian lanarkshire ayrshire tayside grampian orkney shetland hebrides ireland belfast "
    + "derry londonderry lisburn newry armagh antrim tyrone fermanagh jersey guernsey");
  const POSTCODE = /^\s*[a-z]{1,2}\d[a-z\d]?(\s*\d[a-z]{0,2})?\s*$/i;

  // Each word that was typed begins a word of the name.
  function fits(asked, name) {
    const found = words(name);
    return asked.every((word) => found.some((other) => other.indexOf(word) === 0));
  }

  // The first letters of an area's name, as people write those of boards: BNSSG, HIOW.
  function initials(asked, name) {
    const first = words(name).filter((word) => word !== "and" && word !== "the").map((word) => word[0]).join("");
    return asked.length === 1 && asked[0].length > 2 && first.indexOf(asked[0]) === 0;
  }

  // Whether two words are one but for a slip: a letter too many, missing, other, or in the wrong place.
  function slips(word, other) {
    const most = word.length > 7 ? 2 : word.length > 3 ? 1 : 0;
    if (word[0] !== other[0] || Math.abs(word.length - other.length) > most) {
      return false;
    }
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let i = 1; i <= word.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= other.length; j += 1) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (word[i - 1] === other[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      before = last;
      last = row;
    }
    return last[other.length] <= most;
  }

  function nearly(asked, name) {
    const found = words(name);
    return asked.every((word) => found.some((other) => other.indexOf(word) === 0 || slips(word, other)));
  }

  // The names of each area that fit what was typed: as it stands, without what organisations are
  // called, or but for a slip; and in which of these ways.
  function find(asked) {
    const bare = asked.filter((word) => !KINDS.has(word));
    const tries = [["whole", asked, fits], ["whole", asked, initials]];
    if (bare.length && bare.length < asked.length) {
      tries.push(["bare", bare, fits], ["bare", bare, initials]);
    }
    if (bare.length && !bare.some((word) => ELSEWHERE.has(word))) {
      tries.push(["slip", bare, nearly]);
    }
    for (const [way, given, rule] of tries) {
      const found = lines.map((line) => names(line).filter((name) => rule(given, name)));
      if (found.some((hits) => hits.length > 0)) {
        return { way, found };
      }
    }
    return { way: "", found: lines.map(() => []) };
  }

  function sentence(asked, way, shown) {
    if (!asked.length) {
      return "";
    }
    const ended = asked.some((word) => ENDED.has(word)) ? " What it is called has ended; its area is that of a care board." : "";
    const near = way === "slip" ? "Nothing is called just that; this is near. " : "";
    return shown === 1 ? near + "1 area. Press Enter to open it." + ended
      : near + count(shown) + ". Choose the one of your practice’s care board: a name may stand in several." + ended;
  }

  function nothing(asked) {
    if (POSTCODE.test(input.value)) {
      return "Postcodes are not looked up here, and what you type is not kept or sent. Type your town or your council.";
    }
    if (asked.some((word) => ENDED.has(word))) {
      return "Clinical commissioning groups and what came before them have ended, and their names are not in this list. Type a town or a council of theirs.";
    }
    return asked.some((word) => ELSEWHERE.has(word))
      ? "This site is for England. In Wales, Scotland, Northern Ireland and on the islands, ask your local medical committee, health board or deanery there."
      : "No area has a place of that name here. Try your council, or a larger town near by; or empty the box and choose from the list.";
  }

  function names(line) {
    return [line.querySelector("a").textContent].concat(line.getAttribute("data-names").split("|"));
  }

  function count(number) {
    return number === 1 ? "1 area" : number + " areas";
  }

  function show() {
    const typed = words(input.value).map((word) => Object.prototype.hasOwnProperty.call(SHORT, word) ? SHORT[word] : word);
    const telling = typed.filter((word) => !IDLE.has(word));
    const asked = telling.length ? telling : typed;
    const { way, found } = POSTCODE.test(input.value) ? { way: "", found: lines.map(() => []) } : find(asked);
    const open = {};
    let shown = 0;
    lines.forEach((line, at) => {
      const hits = asked.length ? found[at] : [];
      const old = line.querySelector(".app-area-line__hit");
      if (old) {
        old.remove();
      }
      line.hidden = asked.length > 0 && hits.length === 0;
      if (line.hidden) {
        return;
      }
      shown += 1;
      line.getAttribute("data-codes").split(" ").forEach((code) => { open[code] = asked.length > 0; });
      if (hits.length && hits[0] !== line.querySelector("a").textContent) {
        const hit = document.createElement("span");
        hit.className = "app-area-line__hit";
        hit.textContent = "Here: " + hits.slice(0, 3).join(", ");
        line.appendChild(hit);
      }
    });
    root.querySelectorAll(".app-areas__list section").forEach((section) => {
      section.hidden = !section.querySelector(".app-area-line:not([hidden])");
    });
    shapes.forEach((shape) => {
      const on = open[shape.getAttribute("data-code")] === true;
      shape.classList.toggle("app-area-shape--on", on);
      shape.classList.toggle("app-area-shape--off", asked.length > 0 && !on);
    });
    said.textContent = shown === 0 && asked.length ? nothing(asked) : sentence(asked, way, shown);
  }

  function openOnly(event) {
    const open = lines.filter((line) => !line.hidden);
    if (event.key === "Enter" && !event.isComposing && open.length === 1) {
      event.preventDefault();
      open[0].querySelector("a").click();
    }
  }

  root.querySelector("[data-areas-find]").hidden = false;
  input.addEventListener("input", show);
  input.addEventListener("keydown", openOnly);
  window.addEventListener("pageshow", show); // what was typed before is there again after Back
  show();
})();

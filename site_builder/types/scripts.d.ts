// What the scripts of the site share, for the type checker alone: never sent to a browser.

/** An element as the scripts use it: each asks only for what its own elements have. */
type Part = HTMLElement & {
  checked: boolean;
  content: DocumentFragment;
  data: string;
  disabled: boolean;
  files: FileList;
  href: string & { baseVal?: string };
  name: string;
  open: boolean;
  options: HTMLOptionsCollection;
  readOnly: boolean;
  rows: any;
  selectedIndex: number;
  src: string;
  type: string;
  tBodies: HTMLCollectionOf<HTMLTableSectionElement>;
  tHead: HTMLTableSectionElement;
  value: string;
  select(): void;
};

interface ParentNode {
  querySelector(selectors: string): Part | null;
  querySelectorAll(selectors: string): NodeListOf<Part>;
}

interface Element {
  closest(selectors: string): Part | null;
}

interface EventTarget {
  closest?(selectors: string): Part | null;
  checked?: any;
  files?: any;
  name?: any;
  value?: any;
}

interface Node {
  data?: any;
  cloneNode(subtree?: boolean): any;
}

interface HTMLElement {
  content?: any;
  disabled?: any;
  options?: any;
  validity?: any;
}

interface ParentNode {
  hidden?: any;
}

interface SVGScriptElement {
  src?: string;
}

interface PerformanceEntry {
  type?: string;
}

interface Error {
  /** The part of the search data that is at fault. */
  part?: string;
}

/** The answers of a visitor about their situation; "" for a question that is left open. */
interface Situation {
  role: string;
  stage: string;
  moment: string;
  needs: string[];
  add: string[];
  without: string[];
}

/** fragment.js: reading and writing what stands behind the # of an address. */
interface FragmentTools {
  parse(fragment: string): Record<string, string>;
  list(fragment: string, bare?: boolean): string[] | null;
  withList(fragment: string, ids: string[]): string;
  withPart(fragment: string, name: string, value: string): string;
  area: string;
  own(object: object, name: string): boolean;
  limit: number;
}

/** list.js: the visitor's list of pages. */
interface ListTools {
  ids(): string[];
  link(url: string): string;
  /** The address of the sheet of the list, with what else is known (`about`). */
  sheetLink(): string;
  /** What a sheet is to be made from beside the list: role=...&need=..., and the words typed. */
  about(situation: string, words: string): void;
  toggle(id: string, title: string): void;
  /** Gives what a script has just drawn, each with data-listable, its button. */
  buttons(): void;
  watch(watcher: (ids: string[]) => void): void;
}

/** One answer of the search: the object of `kb search --json`. */
interface SearchAnswer {
  query: string;
  mode: string;
  filters: Record<string, string[]>;
  abstained: boolean;
  distress: boolean;
  total: number;
  suggestion: string;
  hints: Record<string, { id: string; label: string }[]>;
  nearest: { id: string; label: string }[];
  topics: {
    id: string; kind: string; title: string; summary: string; url: string, said: boolean
  }[];
  /** What its reader would rather see first: "options", "stories" or "". */
  first: string;
  facets: Record<string, { id: string; label: string; count: number }[]>;
  results: SearchResult[];
}

interface SearchResult {
  id: string;
  kind: string;
  title: string;
  summary: string;
  url: string;
  score: number;
  snippet: string;
  marks: [number, number][];
  anchor: string;
  heading: string;
  reasons: { type: string; text: string }[];
}

/** A registered part of the search data: its name, build, checksum and JSON. */
type SearchPart = [name: string, build: string, check: number, text: string];

interface SearchOptions {
  mode?: "hybrid" | "keyword" | "semantic";
  filters?: Record<string, string[]>;
  limit?: number;
  light?: boolean;
}

/** Urgent help: `look` at words, `show` the box, and show it since something is lost (`fail`). */
interface HelpTools {
  netFrom(raw: any): { has(text: string): boolean } | null;
  look(text: string): void;
  show(): void;
  fail(): void;
  isShown(): boolean;
  watch(view: Window): void;
  onShow: (() => void) | null;
}

interface Window {
  kbCompare: any;
  kbFragment: FragmentTools;
  kbGuide: any;
  kbHelp: HelpTools;
  kbList: ListTools;
  /** A new element with text that is no markup; from site.js, which every page has. */
  kbMake(name: string, text?: string, className?: string): any;
  /** What begin.js has started before the page's own script runs. */
  kbSearchBegun: { worker: Worker, said: any[], isLost: boolean } | null;
  kbSheet: any;
  kbSheetOut: any;
  kbSearch: any;
  kbSearchData: SearchPart[];
  kbSearchService: any;
  kbSearchVoice: any;
  kbSearchLocal: { start(load: any, post: any): { postMessage(message: object): void } };
  kbResults: any;
  kbFlow: any;
  qrcode?: any;
  NHSUKFrontend?: any;
  docx?: any;
  KB_FORM: any;
  KBContribute: any;
  KBPreview: any;
  [more: `kb${string}`]: any;
}

declare var module: { exports: any };
declare function require(name: string): any;

// A drawing for every product: the catalogue has no photographs, so a motif is chosen by the words of its name and a
// tone by its id, the same every time. Colours are classes, so that dark pages have their own.

import { svg } from './dom.js';

const TONES = 6;

// Motif -> shapes in a field of 200 by 150. Classes: body, shade, light, ink (a line), leaf, glow, glass, steam.
const MOTIFS = {
  cup: [
    ['ellipse', { class: 'shade', cx: 98, cy: 116, rx: 50, ry: 9 }],
    ['path', { class: 'ink wide', d: 'M126 66c22-5 24 28-4 31' }],
    ['path', { class: 'body', d: 'M66 60h62v16c0 25-14 36-31 36S66 101 66 76z' }],
    ['ellipse', { class: 'light', cx: 97, cy: 60, rx: 31, ry: 7 }],
    ['ellipse', { class: 'deep', cx: 97, cy: 61, rx: 25, ry: 4.5 }],
    ['path', { class: 'ink steam', d: 'M86 46c-6-7 6-11 0-19M104 44c-6-7 6-11 0-19' }],
  ],
  teapot: [
    ['ellipse', { class: 'shade', cx: 98, cy: 118, rx: 44, ry: 7 }],
    ['path', { class: 'body', d: 'M66 90C44 88 48 64 32 60l5-9c19 5 16 26 34 25z' }],
    ['path', { class: 'ink wide', d: 'M132 74c30-9 32 36-2 32' }],
    ['ellipse', { class: 'body', cx: 98, cy: 88, rx: 41, ry: 30 }],
    ['path', { class: 'light', d: 'M74 63c6-13 42-13 48 0z' }],
    ['circle', { class: 'shade', cx: 98, cy: 49, r: 5 }],
    ['path', { class: 'ink soft', d: 'M66 92c12 8 52 8 64 0' }],
  ],
  carafe: [
    ['ellipse', { class: 'shade', cx: 100, cy: 125, rx: 36, ry: 6 }],
    ['path', { class: 'glass', d: 'M86 28h28v24c0 12 22 20 22 46 0 16-8 26-20 26H84c-12 0-20-10-20-26 0-26 22-34 22-46z' }],
    ['path', { class: 'body', d: 'M69 84h62c3 5 5 9 5 15 0 16-8 25-20 25H84c-12 0-20-9-20-25 0-6 2-10 5-15z' }],
    ['ellipse', { class: 'light', cx: 100, cy: 84, rx: 31, ry: 5 }],
    ['rect', { class: 'deep', x: 84, y: 20, width: 32, height: 10, rx: 5 }],
  ],
  bowl: [
    ['ellipse', { class: 'shade', cx: 100, cy: 119, rx: 46, ry: 7 }],
    ['path', { class: 'body', d: 'M46 66h108c0 32-22 50-54 50S46 98 46 66z' }],
    ['ellipse', { class: 'light', cx: 100, cy: 66, rx: 54, ry: 11 }],
    ['ellipse', { class: 'deep', cx: 100, cy: 67, rx: 44, ry: 7.5 }],
    ['path', { class: 'ink soft', d: 'M54 88c24 10 68 10 92 0' }],
  ],
  board: [
    ['g', { transform: 'rotate(-16 100 78)' }, [
      ['rect', { class: 'shade', x: 44, y: 58, width: 92, height: 52, rx: 14 }],
      ['rect', { class: 'body', x: 44, y: 53, width: 92, height: 52, rx: 14 }],
      ['rect', { class: 'body', x: 126, y: 69, width: 46, height: 20, rx: 10 }],
      ['circle', { class: 'deep', cx: 160, cy: 79, r: 4.5 }],
      ['path', { class: 'ink soft', d: 'M56 68c22-5 44 5 70 0M56 80c26 5 46-5 70 0M56 92c20-4 44 4 70 0' }],
    ]],
  ],
  lamp: [
    ['polygon', { class: 'glow', points: '72,70 34,128 166,128 128,70' }],
    ['ellipse', { class: 'shade', cx: 100, cy: 124, rx: 30, ry: 7 }],
    ['rect', { class: 'deep', x: 97, y: 66, width: 6, height: 56, rx: 3 }],
    ['path', { class: 'body', d: 'M80 26h40l16 46H64z' }],
    ['path', { class: 'light', d: 'M64 72h72l-2-6H66z' }],
  ],
  candle: [
    ['ellipse', { class: 'shade', cx: 100, cy: 122, rx: 58, ry: 8 }],
    ['path', { class: 'glow', d: 'M71 62c-9-9 0-14 0-22 8 7 9 15 0 22zM100 44c-10-10 0-16 0-25 9 8 10 17 0 25zM129 76c-9-9 0-14 0-22 8 7 9 15 0 22z' }],
    ['rect', { class: 'body', x: 60, y: 66, width: 22, height: 54, rx: 4 }],
    ['rect', { class: 'light', x: 89, y: 48, width: 22, height: 72, rx: 4 }],
    ['rect', { class: 'body', x: 118, y: 80, width: 22, height: 40, rx: 4 }],
    ['path', { class: 'ink', d: 'M71 66v-5M100 48v-5M129 80v-5' }],
  ],
  throw: [
    ['rect', { class: 'shade', x: 48, y: 88, width: 104, height: 26, rx: 11 }],
    ['rect', { class: 'body', x: 44, y: 66, width: 112, height: 28, rx: 12 }],
    ['rect', { class: 'light', x: 50, y: 44, width: 100, height: 28, rx: 12 }],
    ['path', { class: 'ink soft', d: 'M66 45v26M78 45v26M66 67v26M78 67v26M66 89v24M78 89v24' }],
    ['path', { class: 'ink', d: 'M134 72v10M141 72v10M148 70v10M134 113v9M141 113v9M148 111v9' }],
  ],
  apron: [
    ['path', { class: 'ink', d: 'M84 46c-4-28 36-28 32 0' }],
    ['path', { class: 'ink', d: 'M68 78c-14 2-20 8-26 18M132 78c14 2 20 8 26 18' }],
    ['path', { class: 'body', d: 'M82 44h36l5 24c9 3 15 8 17 15l-5 45H65l-5-45c2-7 8-12 17-15z' }],
    ['path', { class: 'light', d: 'M82 88h36v18c0 6-5 8-9 8H91c-4 0-9-2-9-8z' }],
    ['path', { class: 'ink soft', d: 'M86 52h28' }],
  ],
  notebook: [
    ['g', { transform: 'rotate(-9 100 76)' }, [
      ['rect', { class: 'shade', x: 68, y: 32, width: 74, height: 94, rx: 6 }],
      ['rect', { class: 'body', x: 62, y: 28, width: 74, height: 94, rx: 6 }],
      ['rect', { class: 'deep', x: 62, y: 28, width: 12, height: 94, rx: 5 }],
      ['rect', { class: 'light', x: 84, y: 46, width: 38, height: 20, rx: 4 }],
      ['path', { class: 'ink', d: 'M128 28v94' }],
    ]],
  ],
  plant: [
    ['ellipse', { class: 'shade', cx: 100, cy: 127, rx: 34, ry: 6 }],
    ['path', { class: 'leaf', d: 'M99 80C96 48 76 34 56 32c2 26 16 46 43 48z' }],
    ['path', { class: 'leaf', d: 'M101 80c0-30 18-46 42-50 0 28-14 48-42 50z' }],
    ['path', { class: 'leaf bright', d: 'M100 80c-12-26-6-46 2-60 12 16 14 38-2 60z' }],
    ['path', { class: 'body', d: 'M72 88h56l-8 38H80z' }],
    ['rect', { class: 'light', x: 67, y: 78, width: 66, height: 13, rx: 4 }],
  ],
  kettle: [
    ['ellipse', { class: 'shade', cx: 98, cy: 122, rx: 46, ry: 7 }],
    ['path', { class: 'ink wide', d: 'M70 66c0-48 60-48 60 0' }],
    ['path', { class: 'body', d: 'M130 84c16-2 16-18 30-24l4 8c-10 6-10 28-32 34z' }],
    ['path', { class: 'body', d: 'M72 64h54c12 12 18 30 18 52 0 3-3 5-6 5H60c-3 0-6-2-6-5 0-22 6-40 18-52z' }],
    ['ellipse', { class: 'light', cx: 99, cy: 64, rx: 27, ry: 6 }],
    ['circle', { class: 'deep', cx: 99, cy: 56, r: 5 }],
  ],
  parcel: [
    ['polygon', { class: 'light', points: '100,34 152,56 100,78 48,56' }],
    ['polygon', { class: 'body', points: '48,56 100,78 100,128 48,104' }],
    ['polygon', { class: 'shade', points: '152,56 100,78 100,128 152,104' }],
    ['polygon', { class: 'deep', points: '68,47 80,42 132,64 132,80 120,85 120,69' }],
  ],
};

// The first that fits a word of the product's id or name.
const WORDS = [
  ['teapot', /^teapots?$/], ['cup', /^(cups?|mugs?|espresso|beaker)$/], ['carafe', /^(carafe|bottle|jug|glass(es)?|vase)$/],
  ['bowl', /^(bowls?|dish|plates?)$/], ['board', /^(board|tray|serving)$/], ['lamp', /^(lamps?|light|lantern)$/],
  ['candle', /^candles?$/], ['apron', /^apron$/], ['throw', /^(throw|blanket|towels?|napkins?|cloth|linen)$/],
  ['notebook', /^(notebooks?|books?|planner|journal)$/], ['plant', /^(plants?|pot|planter|herbs?|fennel)$/],
  ['kettle', /^kettle$/],
];

/** Name the motif of a product. */
export function motifOf({ id, name }) {
  const words = `${name} ${id}`.toLowerCase().split(/[^a-z]+/);
  const found = WORDS.find(([, pattern]) => words.some((word) => pattern.test(word)));
  return found ? found[0] : 'parcel';
}

/** Number the tone of a product, 1 to 6. */
export function toneOf({ id }) {
  let sum = 5;
  for (const letter of id) {
    sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  }
  return (sum % TONES) + 1;
}

/** Draw `product` (its id and name tell how). The name stands beside it, so the drawing is hidden from those who listen. */
export function art(product) {
  return svg(
    'svg',
    { class: `art tone tone-${toneOf(product)}`, viewBox: '0 0 200 150', 'aria-hidden': 'true', focusable: 'false' },
    MOTIFS[motifOf(product)].map(shape),
  );
}

// Motif, tone, how far right, size: they stand on one shelf.
const SHELF = [
  ['lamp', 3, 6, 1.3],
  ['notebook', 4, 150, 0.9],
  ['plant', 1, 232, 1.18],
  ['teapot', 2, 372, 1.02],
  ['cup', 5, 530, 0.78],
];
const SHELF_AT = 214;
const FEET_AT = 124;

/** Draw the shop window's still life. */
export function stillLife() {
  return svg(
    'svg',
    { class: 'still-life', viewBox: '0 0 680 250', 'aria-hidden': 'true', focusable: 'false' },
    SHELF.map(([motif, tone, x, size]) =>
      svg(
        'g',
        { class: `tone tone-${tone}`, transform: `translate(${x} ${SHELF_AT - FEET_AT * size}) scale(${size})` },
        MOTIFS[motif].map(shape),
      ),
    ),
    svg('rect', { class: 'board', x: 0, y: SHELF_AT + 5, width: 680, height: 10, rx: 5 }),
  );
}

function shape([tag, attributes, children = []]) {
  return svg(tag, attributes, children.map(shape));
}

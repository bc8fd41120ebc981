import { malformedFile } from '../../errors.ts';
import type { RowSink } from '../reader.ts';
import type { XmlAttributes, XmlName } from '../xml/name.ts';
import type { XmlHandler } from '../xml/read.ts';
import { CAPTURE_LIMIT, type Capture, type Captured, capture } from './capture.ts';
import { CONTEXT } from './context.ts';
import { type Child, type Children, type Element, OTHER, REMOVED, SAID } from './element.ts';
import {
  extend,
  extOf,
  type Frame,
  finishCells,
  isContext,
  isRemoval,
  lendAudit,
  openFrame,
  setCell,
} from './frame.ts';
import { knownName, studyParts } from './namespace.ts';
import { ROLES } from './role.ts';

const FRAME = 0;
const THROUGH = 1;
const TEXT = 2;

const FORM = CONTEXT.indexOf('form_oid');
const STUDY = CONTEXT.indexOf('study_oid');
const STUDY_CODE = CONTEXT.indexOf('study_code');

const NOTHING: Children = new Map();

/** Names are resolved once each; beyond that many, anew. */
const REMEMBERED = 4_000;

/** Walks a document by its tables of elements and writes a row when an element that makes one is closed. */
export const odmWalk = (
  root: Element,
  rootName: XmlName,
  vendor: string,
  sink: RowSink,
  label: string,
): XmlHandler => {
  const context: (string | undefined)[] = new Array(CONTEXT.length).fill(undefined);
  const frames: Frame[] = [];
  const opened: number[] = [];
  const outer: Children[] = [];
  let children: Children = new Map([[rootName.name, { kind: 'element', element: root }]]);
  let frame: Frame | undefined;
  let captured: Capture | undefined;
  let capturedAs = '';
  let text: string | undefined;
  /** Text of the elements around those that are open. */
  const texts: (string | undefined)[] = [];
  let textSlot = -1;
  let isEach = false;
  let depthInText = 0;
  let sequence = 0;
  let line = (): number => 1;
  const forms = new Set<string>();
  const parents = vendor === 'openclinica' ? new Map<string, string>() : undefined;
  const elementNames = new Map<XmlName, string>();
  const attributeNames = new Map<string, string>();

  const elementKnown = (name: XmlName): string => {
    const known = elementNames.get(name);
    if (known !== undefined) return known;
    const isForeign = name.namespace === '' && rootName.namespace !== '';
    const key = isForeign ? `{}${name.name}` : knownName(name.key, rootName.namespace);
    if (elementNames.size < REMEMBERED) elementNames.set(name, key);
    return key;
  };

  const attributeKnown = (key: string): string => {
    if (key.charCodeAt(0) !== 0x7b) return key;
    const known = attributeNames.get(key);
    if (known !== undefined) return known;
    const resolved = knownName(key, rootName.namespace);
    if (attributeNames.size < REMEMBERED) attributeNames.set(key, resolved);
    return resolved;
  };

  const cell = (to: Frame, slot: number): string | undefined =>
    isContext(slot) ? context[slot] : to.own[slot - CONTEXT.length];

  const set = (to: Frame, slot: number, value: string): void => {
    if (isContext(slot)) context[slot] = value;
    else to.own[slot - CONTEXT.length] = value;
  };

  const readAttributes = (
    to: Frame,
    cells: ReadonlyMap<string, number>,
    attributes: XmlAttributes,
    within?: XmlName,
  ): void => {
    for (const key in attributes) {
      const slot = cells.get(attributeKnown(key));
      if (slot === SAID) continue;
      const value = attributes[key] ?? '';
      if (slot !== undefined && cell(to, slot) === undefined) set(to, slot, value);
      else extOf(to)[within ? `${within.key}@${key}` : `@${key}`] = value;
    }
  };

  const openElement = (written: Element, attributes: XmlAttributes): void => {
    const isForm = context[FORM] === undefined && forms.has(attributes.ItemGroupOID ?? '');
    const element = isForm ? (written.asForm ?? written) : written;
    const { level } = element;
    let saved: (string | undefined)[] | undefined;
    if (level && context[level.from] !== undefined) {
      saved = context.slice(level.from, level.to);
      context.fill(undefined, level.from, level.to);
    }
    const made = openFrame(element, saved, frame);
    readAttributes(made, element.cells, attributes);
    const oid = context[STUDY];
    if (level?.from === STUDY && oid !== undefined) {
      context[STUDY_CODE] = parents?.get(oid) ?? studyParts(oid, vendor).code;
    }
    for (const [slot, value] of element.constants) set(made, slot, value);
    made.transaction = attributes.TransactionType ?? made.transaction;
    ROLES[element.role]?.open?.({ frame: made, outer: frame, context, forms, parents });
    texts.push(text);
    text = element.text === undefined ? undefined : '';
    frames.push(made);
    frame = made;
    outer.push(children);
    children = made.element.children;
    opened.push(FRAME);
  };

  const wanted = new Map<string, boolean>();
  const takes = (table: string): boolean => {
    const known = wanted.get(table);
    if (known !== undefined) return known;
    const isWanted = sink.takes?.(table) ?? true;
    wanted.set(table, isWanted);
    return isWanted;
  };

  const write = (
    element: Element,
    within: readonly (string | undefined)[],
    own: readonly (string | undefined)[],
  ): void => {
    if (element.table === undefined) return;
    if (!takes(element.table)) {
      sink.write(element.table, []);
      return;
    }
    const row = within.slice(0, element.depth);
    for (const value of own) row.push(value);
    sink.write(element.table, row);
  };

  const closeElement = (): void => {
    const made = frames.pop();
    if (!made) return;
    frame = frames.at(-1);
    const { element } = made;
    if (text !== undefined && element.text !== undefined) set(made, element.text, text);
    text = texts.pop();
    ROLES[element.role]?.close?.({ frame: made, outer: frame, context, forms, parents });
    sequence += 1;
    if (element.table !== undefined && takes(element.table)) finishCells(made, sequence);
    if (element.isAudited && frame && element.table !== undefined) {
      frame.waiting ??= [];
      frame.waiting.push({ element, context: context.slice(0, element.depth), own: made.own });
    } else if (made.values) {
      const rows = ROLES[element.role]?.rows;
      for (const own of rows ? rows(made) : []) write(element, context, own);
    } else write(element, context, made.own);
    if (isRemoval(made, frame)) {
      write(REMOVED, context, made.own.slice(-REMOVED.own.length));
    }
    for (const row of made.waiting ?? []) {
      lendAudit(made, row);
      ROLES[row.element.role]?.settle?.(row);
      write(row.element, row.context, row.own);
    }
    const { level } = element;
    if (!level) return;
    for (let slot = level.from; slot < level.to; slot += 1) {
      context[slot] = made.saved?.[slot - level.from];
    }
  };

  const spill = (key: string, node: Captured): void => {
    const made = openFrame(OTHER, undefined, frame);
    setCell(made, 'element', key);
    for (const [attribute, column] of [
      ['@OID', 'oid'],
      ['@Name', 'name'],
    ] as const) {
      const value = node[attribute];
      if (typeof value === 'string') setCell(made, column, value);
    }
    made.ext = node;
    sequence += 1;
    finishCells(made, sequence);
    write(OTHER, context, made.own);
  };

  const openChild = (child: Child, name: XmlName, attributes: XmlAttributes): void => {
    if (child.kind === 'element') {
      openElement(child.element, attributes);
      return;
    }
    if (!frame) return;
    if (child.kind === 'through') {
      readAttributes(frame, child.cells, attributes, name);
      outer.push(children);
      children = child.children;
      opened.push(THROUGH);
      return;
    }
    const isTaken = cell(frame, child.slot) !== undefined;
    if (isTaken && !(child.kind === 'text' && child.isEach)) {
      captured = capture(name.key, attributes);
      capturedAs = name.key;
      return;
    }
    if (child.kind === 'attribute') {
      const value = attributes[child.attribute];
      if (value !== undefined) set(frame, child.slot, value);
      for (const key in attributes) {
        if (key !== child.attribute) extOf(frame)[`${name.key}@${key}`] = attributes[key] ?? '';
      }
      outer.push(children);
      children = NOTHING;
      opened.push(THROUGH);
      return;
    }
    readAttributes(frame, child.cells, attributes, name);
    texts.push(text);
    text = '';
    textSlot = child.slot;
    isEach = child.isEach;
    opened.push(TEXT);
  };

  /** Text that is looked for, be it blank or not. */
  const readText = (piece: string): void => {
    if (captured) {
      captured.text(piece);
      if (captured.size() > CAPTURE_LIMIT) {
        throw malformedFile(label, `has an overlong element unknown to ODM (line ${line()})`);
      }
    } else if (text !== undefined) text += piece;
  };

  return {
    open: (name, attributes, at) => {
      line = at;
      if (captured) {
        captured.open(name.key, attributes);
        return;
      }
      const isInText = opened.at(-1) === TEXT;
      if (isInText) {
        depthInText += 1;
        return;
      }
      const child = children.get(elementKnown(name));
      if (child) openChild(child, name, attributes);
      else {
        captured = capture(name.key, attributes);
        capturedAs = name.key;
      }
    },
    text: (piece) => {
      if (captured || text !== undefined) readText(piece);
      else if (frame && piece.trim() !== '') {
        extOf(frame)['#text'] = `${extOf(frame)['#text'] ?? ''}${piece}`;
      }
    },
    blanks: readText,
    close: () => {
      if (captured) {
        if (captured.close()) {
          if (frame?.element.spills) spill(capturedAs, captured.root);
          else if (frame) extend(frame, capturedAs, captured.root);
          captured = undefined;
        }
        return;
      }
      if (depthInText > 0) {
        depthInText -= 1;
        return;
      }
      const kind = opened.pop();
      if (kind === TEXT) {
        if (frame && text !== undefined) {
          if (isEach) {
            frame.values ??= [];
            frame.values.push(text);
          } else set(frame, textSlot, text);
        }
        text = texts.pop();
        return;
      }
      if (kind === FRAME) closeElement();
      children = outer.pop() ?? NOTHING;
    },
    room: () => sink.room(),
  };
};

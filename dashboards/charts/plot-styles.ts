import { plot } from '@observablehq/plot';
import { className } from './frame.ts';

/**
 * The distinct texts of the inline `<style>` elements that Plot adds to the charts drawn here.
 * Legends are HTML of our own, so the chart's style is the only one.
 */
export function plotStyles(document: Document): string[] {
  const svg = plot({ className, document, marks: [] });
  return [...svg.querySelectorAll('style')].map((style) => style.textContent);
}

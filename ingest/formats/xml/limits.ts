/** What an XML file may hold before it is refused; counted in UTF-16 units. */
export interface XmlLimits {
  readonly depth: number;
  readonly nameLength: number;
  readonly attributes: number;
  /** Text between two tags, one attribute value, one comment or other single piece of markup. */
  readonly textLength: number;
}

export const XML_LIMITS: XmlLimits = {
  depth: 256,
  nameLength: 1_024,
  attributes: 1_024,
  textLength: 16 * 2 ** 20,
};

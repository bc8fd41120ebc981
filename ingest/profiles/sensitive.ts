const ASSIGNMENT =
  /^(trt|treatment)_?(grp|group|arm|code|cd|assign)|^trt(\d\d|seq)?[ap]n?$|rando\w*_(treat|trt|arm|gr)|(^|_)((act)?arm(cd|ud|n)?|kit(_?(no|number|id|type))?)(_|$)|unblind/;
const PERSON =
  /brth|birth|(^|_)dob(_|$)|initials(_|$)|(^|_)initial$|subjinit|e_?mail|phone|(^|_)fax(_|$)|(^|_)ssn(_|$)|passport/;

/** Whether an unmapped column's name suggests a treatment assignment, or who a person is. */
export const isSensitive = (name: string): boolean => {
  const key = name
    .trim()
    .toLowerCase()
    .replace(/[ .-]+/g, '_');
  return ASSIGNMENT.test(key) || PERSON.test(key);
};

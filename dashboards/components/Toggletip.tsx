import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface ToggletipProps {
  /** Accessible name of the button. */
  readonly label: string;
  /** What the button shows. */
  readonly face: string;
  readonly children: ComponentChildren;
}

const gap = 6;

function place(button: HTMLElement, tip: HTMLElement): void {
  const { left, bottom, top } = button.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = tip;
  const below = bottom + gap + offsetHeight <= innerHeight;
  tip.style.left = `${Math.max(8, Math.min(left, innerWidth - offsetWidth - 8))}px`;
  tip.style.top = `${below ? bottom + gap : Math.max(8, top - gap - offsetHeight)}px`;
}

/** A button with a popover: stays while read, can be hovered and selected, Escape closes it. */
export function Toggletip({ label, face, children }: ToggletipProps) {
  const id = useId();
  const onToggle = ({ currentTarget }: { currentTarget: HTMLElement }) => {
    const button = currentTarget.previousElementSibling;
    if (!(button instanceof HTMLElement) || !currentTarget.matches(':popover-open')) return;
    place(button, currentTarget);
    currentTarget.tabIndex = currentTarget.scrollHeight > currentTarget.clientHeight ? 0 : -1;
  };
  return (
    <>
      <button type="button" class="icon" popovertarget={id} aria-label={label}>
        {face}
      </button>
      <div id={id} popover="auto" class="tip" onToggle={onToggle}>
        {children}
      </div>
    </>
  );
}

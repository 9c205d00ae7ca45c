import type { CSSProperties, ReactNode, Ref } from 'react';

interface FitProps {
  /** Width to height of what is shown. */
  ratio: number;
  children: ReactNode;
  ref?: Ref<HTMLDivElement>;
}

/** A box as large as its place lets it be, in the shape of the picture that it holds. */
export function Fit({ ratio, children, ref }: FitProps) {
  return (
    <div className="capture__frame">
      <div className="capture__fit" style={{ '--ratio': ratio } as CSSProperties} ref={ref}>
        {children}
      </div>
    </div>
  );
}

// <vte-assessment> in TSX of Preact: `import './virchow/v1/jsx/preact.d.ts'`, or name this file in tsconfig's `files`.
import type { HTMLAttributes } from 'preact';
import type { VteAssessmentElement, VteAssessmentProps } from '../virchow.d.ts';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vte-assessment': Omit<HTMLAttributes<VteAssessmentElement>, keyof VteAssessmentProps> & VteAssessmentProps;
    }
  }
}

// <vte-assessment> in TSX of React 19: `import './virchow/v1/jsx/react.d.ts'`, or name this file in tsconfig's `files`.
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { VteAssessmentElement, VteAssessmentProps } from '../virchow.d.ts';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'vte-assessment': Omit<DetailedHTMLProps<HTMLAttributes<VteAssessmentElement>, VteAssessmentElement>, keyof VteAssessmentProps> & VteAssessmentProps;
    }
  }
}

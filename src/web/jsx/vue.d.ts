// <vte-assessment> in templates of Vue 3 (vue-tsc, the editor) and in its JSX: `import './virchow/v1/jsx/vue.d.ts'`, or name this file
// in tsconfig's `files`. In a template objects go by `.prop`, and listeners by `@vte-event`.
import type { VteAssessmentAttributes, VteAssessmentProperties, VteAssessmentProps, VteEventMap } from '../virchow.d.ts';

declare module 'vue' {
  interface GlobalComponents {
    'vte-assessment': new () => {
      $props: VteAssessmentAttributes & VteAssessmentProperties;
      $emit: <K extends keyof VteEventMap>(name: K, event: VteEventMap[K]) => void;
    };
  }
}
declare module 'vue/jsx-runtime' {
  namespace JSX {
    interface IntrinsicElements { 'vte-assessment': VteAssessmentProps }
  }
}

import { type Theme, useData } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { h, watch } from 'vue';
import HeroStory from './HeroStory.vue';
import './colours.css';
import './layout.css';

const theme: Theme = {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, null, { 'home-hero-image': () => h('div', { class: 'image-src' }, h(HeroStory)) }),
  setup: () => {
    const { frontmatter } = useData();
    // The default theme's home page has no main landmark to jump to.
    const mark = (layout: unknown): void => {
      if (typeof document === 'undefined') return;
      const content = document.querySelector('#VPContent');
      if (layout === 'home') content?.setAttribute('role', 'main');
      else content?.removeAttribute('role');
    };
    watch(() => frontmatter.value['layout'], mark, { immediate: true, flush: 'post' });
  },
};

export default theme;

import { Header } from './components/Header.tsx';
import { Outage } from './components/States.tsx';
import { Portfolio } from './pages/portfolio/Portfolio.tsx';
import { Study } from './pages/study/Study.tsx';
import { hrefTo } from './state/filters.ts';
import { route } from './state/route.ts';
import { trouble } from './state/trouble.ts';

function Page() {
  const { value } = route;
  switch (value.page) {
    case 'portfolio':
      return <Portfolio />;
    case 'study':
      return <Study key={value.studyId} studyId={value.studyId} />;
    case 'unknown':
      return (
        <>
          <h1>No such page</h1>
          <p>
            There is nothing at <code>{value.path}</code>. <a href={hrefTo('/')}>Portfolio</a>
          </p>
        </>
      );
  }
}

export function App() {
  return (
    <>
      <Header />
      <main id="main" tabIndex={-1}>
        {trouble.value && (
          <div class="banner" role="alert">
            <p>{trouble.value}</p>
          </div>
        )}
        <Outage />
        <Page />
      </main>
    </>
  );
}

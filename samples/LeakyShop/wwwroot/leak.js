const requests = 50;
const button = document.getElementById('leak');
const output = document.getElementById('leaked');

async function visits() {
    return (await (await fetch('/Home/Visits')).json()).visits;
}

button.addEventListener('click', async () => {
    button.disabled = true;
    const before = await visits();
    await Promise.all(Array.from({ length: requests }, () => fetch('/')));
    const counted = await visits() - before;
    output.textContent = `${requests} sent, ${counted} counted, ${requests - counted} lost.`;
    button.disabled = false;
});

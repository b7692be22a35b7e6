// what Node's own fetch gets from the URL in the argument
const response = await fetch(process.argv[2]);
console.log(response.status, await response.text());

console.log('phasegate');
export {};

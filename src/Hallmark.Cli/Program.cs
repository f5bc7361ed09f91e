using System.Globalization;
using Hallmark.Cli;

// Culture never changes what is read or written: numbers in files and options are invariant.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
return await Commands.RunAsync(args, Console.Out, Console.Error);

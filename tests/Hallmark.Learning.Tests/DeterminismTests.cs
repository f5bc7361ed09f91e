using System.Diagnostics;

namespace Hallmark.Learning.Tests;

/// <summary>
/// Runs the frozen digests again as another machine would see them: without wide vectors, without any, on one core, on many.
/// </summary>
public class DeterminismTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX2=0")]
    [InlineData("DOTNET_EnableHWIntrinsic=0")]
    [InlineData("DOTNET_PROCESSOR_COUNT=1")]
    [InlineData("DOTNET_PROCESSOR_COUNT=7")]
    [InlineData("DOTNET_TieredCompilation=0")]
    [InlineData("DOTNET_EnableHWIntrinsic=0 DOTNET_PROCESSOR_COUNT=1")]
    public async Task Gives_the_same_bits_with(string variables)
    {
        string program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(GoldenTests).Assembly.Location);
        }
        start.ArgumentList.Add("-class");
        start.ArgumentList.Add(typeof(GoldenTests).FullName!);
        foreach (string variable in variables.Split(' '))
        {
            start.Environment[variable.Split('=')[0]] = variable.Split('=')[1];
        }
        // Whatever started the parent listens to the parent only.
        string[] variablesOfParent = [.. start.Environment.Keys.Where(key => key.StartsWith("TESTINGPLATFORM", StringComparison.Ordinal))];
        foreach (string inherited in variablesOfParent)
        {
            start.Environment.Remove(inherited);
        }

        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync();
        string output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == 0, $"{variables}: exit {child.ExitCode}\n{output}\n{await errors}");
        Assert.Contains("Total: 7, Errors: 0, Failed: 0", output);
    }
}

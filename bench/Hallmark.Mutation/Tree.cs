using System.Diagnostics;
using System.Text;

namespace Hallmark.Mutation;

/// <summary>A copy of the repository in a folder of its own, where sources are changed and built.</summary>
internal sealed class Tree(string folder)
{
    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal) { ".git", "bin", "obj" };

    /// <summary>
    /// Makes the copy like the repository, but for files whose text is given. What was built there before stays, and a file with the same
    /// text is not touched, so that a second run builds little.
    /// </summary>
    public void CopyFrom(string repository, IReadOnlyDictionary<string, string> changed)
    {
        Mirror(new DirectoryInfo(repository), "", changed);
        foreach ((string path, string text) in changed)
        {
            Write(path, Encoding.UTF8.GetBytes(text));
        }
    }

    public void Build()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "build", "Hallmark.slnx", "-c", "Release", "-v", "quiet", "--nologo", "-p:TreatWarningsAsErrors=false",
                "-p:EnforceCodeStyleInBuild=false", "-p:RunAnalyzers=false", "-clp:ErrorsOnly",
            },
        };
        using Process build = Process.Start(start)!;
        string said = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        if (build.ExitCode != 0)
        {
            throw new InvalidOperationException($"The copy with the mutants was not built:\n{said}");
        }
    }

    private void Mirror(DirectoryInfo from, string path, IReadOnlyDictionary<string, string> changed)
    {
        string to = Directory.CreateDirectory(Path.Combine(folder, path)).FullName;
        foreach (DirectoryInfo inner in from.EnumerateDirectories().Where(inner => !LeftOut.Contains(inner.Name)))
        {
            Mirror(inner, Path.Combine(path, inner.Name), changed);
        }
        foreach (FileInfo file in from.EnumerateFiles().Where(file => !changed.ContainsKey(Path.Combine(path, file.Name))))
        {
            Write(Path.Combine(path, file.Name), File.ReadAllBytes(file.FullName), file.UnixFileMode);
        }
        foreach (string gone in Directory.EnumerateFiles(to).Except(from.EnumerateFiles().Select(file => Path.Combine(to, file.Name))))
        {
            File.Delete(gone);
        }
    }

    private void Write(string path, byte[] content, UnixFileMode? mode = null)
    {
        string full = Path.Combine(folder, path);
        if (!File.Exists(full) || !File.ReadAllBytes(full).AsSpan().SequenceEqual(content))
        {
            File.WriteAllBytes(full, content);
        }
        if (mode is { } bits && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(full, bits);
        }
    }
}

using System.Reflection;
using System.Runtime.Loader;
using Hallmark.Data.Sources;

namespace Hallmark.Sources.Embeddings;

/// <summary>
/// The library that runs models, as far as it was built: it lies in a folder <c>embeddings</c> beside the program, with all that it needs.
/// </summary>
internal static class EmbedderLibrary
{
    private const string Folder = "embeddings";
    private const string LibraryName = "Hallmark.Embeddings";

    private static readonly Lazy<Assembly?> Found = new(Find);

    /// <param name="model">File with the model.</param>
    /// <exception cref="SourceException">There is no library, or the file is no such model.</exception>
    public static ITextEmbedder Open(string model)
    {
        Assembly library = Found.Value ?? throw new SourceException(
            model, null, null, "models are run by a library that is not built: "
                + "'dotnet publish src/Hallmark.Embeddings -c Release -o .build/hallmark/embeddings' builds it");
        Type type = library.GetType($"{LibraryName}.OnnxEmbedder", throwOnError: true)!;
        try
        {
            return (ITextEmbedder)Activator.CreateInstance(type, model)!;
        }
        catch (TargetInvocationException e) when (e.InnerException is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new SourceException(model, null, null, e.InnerException.Message);
        }
    }

    private static Assembly? Find()
    {
        string path = Path.Combine(AppContext.BaseDirectory, Folder, $"{LibraryName}.dll");
        return File.Exists(path) ? new Context(path).LoadFromAssemblyPath(path) : null;
    }

    /// <summary>What the library brings itself; everything else is the program's own.</summary>
    private sealed class Context(string path) : AssemblyLoadContext(LibraryName)
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName name) =>
            name.Name?.StartsWith("Hallmark.", StringComparison.Ordinal) != true && _resolver.ResolveAssemblyToPath(name) is { } file
                ? LoadFromAssemblyPath(file)
                : null;

        protected override nint LoadUnmanagedDll(string name) =>
            _resolver.ResolveUnmanagedDllToPath(name) is { } file ? LoadUnmanagedDllFromPath(file) : 0;
    }
}

using System.Reflection;
using System.Runtime.InteropServices;

namespace Hallmark.Evidence.Notes;

/// <summary>
/// The calls of OpenSSL's libcrypto that Ed25519 takes: the base library of .NET has the curve nowhere in its public surface.
/// Every call answers 1 (or a handle) for success.
/// </summary>
internal static partial class LibCrypto
{
    /// <summary>EVP_PKEY_ED25519.</summary>
    public const int Ed25519 = 1087;

    private const string Library = "hallmark-libcrypto";
    private static readonly string[] Names = ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto"];

    /// <summary>Came with OpenSSL 1.1.1, as Ed25519 did.</summary>
    private static readonly string[] Exports = ["EVP_PKEY_new_raw_public_key", "EVP_DigestSign", "EVP_DigestVerify"];
    private static readonly Lazy<nint> Handle = new(() => Load(Names));

    static LibCrypto() => NativeLibrary.SetDllImportResolver(typeof(LibCrypto).Assembly, Resolve);

    /// <summary>To be called before any other call, so that a missing library is told by its own exception.</summary>
    /// <exception cref="Ed25519UnavailableException">No such library, or one without Ed25519.</exception>
    public static void Require() => _ = Handle.Value;

    /// <summary>The first of these libraries that is there and knows Ed25519.</summary>
    /// <exception cref="Ed25519UnavailableException">None is.</exception>
    public static nint Load(IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint handle))
            {
                if (Exports.All(export => NativeLibrary.TryGetExport(handle, export, out _)))
                {
                    return handle;
                }
                NativeLibrary.Free(handle);
            }
        }
        throw new Ed25519UnavailableException(names);
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) => name == Library ? Handle.Value : 0;

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    public static partial KeyHandle NewPrivateKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    public static partial KeyHandle NewPublicKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_private_key")]
    public static partial int GetPrivateKey(KeyHandle key, Span<byte> destination, ref nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    public static partial int GetPublicKey(KeyHandle key, Span<byte> destination, ref nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    public static partial ContextHandle NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    public static partial int SignInit(ContextHandle context, nint keyContext, nint digest, nint engine, KeyHandle key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    public static partial int Sign(
        ContextHandle context, Span<byte> signature, ref nuint signatureLength, ReadOnlySpan<byte> data, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    public static partial int VerifyInit(ContextHandle context, nint keyContext, nint digest, nint engine, KeyHandle key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    public static partial int Verify(
        ContextHandle context, ReadOnlySpan<byte> signature, nuint signatureLength, ReadOnlySpan<byte> data, nuint length);

    /// <summary>Failures leave entries in a queue of the thread, which others would take for their own.</summary>
    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    private static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    private static partial void FreeContext(nint context);

    /// <summary>An EVP_PKEY. OpenSSL lets threads share one that nobody changes.</summary>
    internal sealed class KeyHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            FreeKey(handle);
            return true;
        }
    }

    /// <summary>An EVP_MD_CTX, for one signature or one verification.</summary>
    internal sealed class ContextHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            FreeContext(handle);
            return true;
        }
    }
}

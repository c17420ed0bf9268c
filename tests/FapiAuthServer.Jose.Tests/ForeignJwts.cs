namespace FapiAuthServer.Jose.Tests;

/// <summary>Encrypted JWTs that another implementation made (the npm package jose, 5.10.0), with the keys that open them.</summary>
internal static class ForeignJwts
{
    public const string Signed = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNpZy0xIiwidHlwIjoib2F1dGgtYXV0aHotcmVxK2p3dCJ9.eyJjbGllbnRfaWQiOiJjbGllbnQtMSIsInNjb3BlI"
        + "joib3BlbmlkIiwiaXNzIjoiY2xpZW50LTEiLCJhdWQiOiJodHRwczovL2FzLmV4YW1wbGUvZmFwaTIiLCJuYmYiOjE3NzIzNjY0MDAsImV4cCI6MTc3MjM"
        + "2NjcwMH0.YSzyVpivKThLLa__gLU_DhZENXbzBbSTXXUszOc1aHJ91iwT0UVPzGzN9S72jgkutqde_Z91Ii6roblCf1rSlQ";

    public const string SignatureKey = """
        {"kty":"EC","x":"bH71WQJESf-sUq7hHuKkNePo89OWi7DOy7EfHvy-wbo","y":"wKVOzvhplRMa0c0rvRnlDAt1Y3henAgxROOm06yn9gA","crv":"P-256"}
        """;

    public const string RsaKey = """
        {"kty":"RSA",
        "n":"i_4RO0lWmkCUrv_715iAClAOnlWqJOx8PNt5Unch0g_FP3MQfRE8YPRr-nHCLPD-dMFmiCQ7P1UB_A5Xs6XaWVBIBV2H-sgs_hSk_na8Y9AF3I4Hu9drp0-aF9ZBjMeBSphGd4F_qRtogOriDFBajagwJW4gR25BdTh9UrnDicjUIFZxGNM7RU4ZCleFwmwzCqheyczAg2Y2wvxo86uu6sHZL1WfGLrSVL73Ax1E8b9TFk4ceM-W3J9rmF3FnEbGQAOkE00DwRnfJL3X7uAAslx0-oFF5jwbZu9Z5-MMIBUC_BA0I3kFWOqwwubUo76CtKqXr2ajR-ssI4QuyqwmeQ",
        "e":"AQAB",
        "d":"Cn82Z1wkUfR16zm6XNwMY1_4xwpd88Vs7jR38366usemi8K2FOXfqAnbz0K_A313wjILdqARqaBXQdrV3HYbGieJAI7KI4jllF2tUeYXhS9AqUOLGxyLIwrQeQLk4mH5QcPxdx3vAE0HHn3xc88fCYOReW6f0MtYvcN95JL75Jv3VrigXWkqmwBsdqbC7HqqroWLmZ2JF87G4i0CNBgz0b6WCHdLCYpppyb0NBg_m2L_nEuk5Vmhz55KkQkSnxgT1VOp08pZTl3bCtU0SFzPm9EGsGlu7o-OXwyA4D8iZppecvPk6J42iyznoURNI9pNMV1tMomr42ZH2cENl46X2w",
        "p":"wf40jvM7wcOYVWzm_Zpz7OKr3_9L7zGVykJ8BG5w9oMq6Y_1n2PmZWRshGldrw7QQFjSUTzj0JbkVgFL1II8uas9FcCyvIQ-P2AVP1RKgD3DMhmm2MKL2Z0nZfOg62QqWu7bNWiEpdCVXAPLh2JTAxDuFDmw9gGV1e0ujxDLIV8",
        "q":"uL0t5a_2_BhIqym0PF3A0NVrZ4WxvAKu9V5OifCqIUT44YiKV2wSQeZTHeWUkhDponchs4VORcRc-bvI2tKJ94uDZxZNzucXOGWOhudYpq_BhRwkMMhPLndGOtunPzp_pToW_Ya5F1BZej73ix2TjqkLOc33JgL4juUeQUWqjyc",
        "dp":"hl8hYr8ibjWgh9N2MMXSdIwRx4dbvqQXAFGK-7rQLkBu8fdQiIY3KZYlAJbHWKGnKFsd2z2VA3_xS418TAemLmlpV27xn1jukRFpxkMJk8i0MzjHdC9VlXeguaLGnSX1nKUEW_s4nm5bdq_-Q5mcrGwGrSXE6LHyaorujBRyz3s",
        "dq":"iPqtF4w8JHyVFWUc4U3a9H3q353ARdnvhLxim-E5JOYRbJljiqL1fquboaVjXlLwCakv8f68JPsOvZXBvo8yAb0Ot9dP5kRvcT_MSLctgpr7cQmGxC0imR-TkXzhK_7iOs8x0NaeU20ei4g44IwTp0osqrXPtf2p87prjpZrey0",
        "qi":"GNvvMbIe_UlTv-uYyBLP2jDn7YAzXxzPtYjZiqRWDVXsNMjqJ7Xuh92LiS3Lc-fH36DsrHe_P9_BbuafFicQSPpScg-YszAJj-_dpOvdcNStK9kk4cbcJatmkA3s3c-6-yp6CmhPXYj0-9K5_92dgLix3f2bI18hfT59liin6gM",
        "kid":"rsa-1",
        "alg":"RSA-OAEP-256",
        "use":"enc"}
        """;

    public const string RsaEncrypted = "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoicnNhLTEiLCJjdHkiOiJKV1QifQ.Qg9mr751qaK8B1Qlu9UqBAUo5Hm1fCg"
        + "QGxgzuDFQUAbTvfX5Lr10Bc3rOlye7B5YMLy6OYtrZVYCMQNQlzBicDHg6VzDXHjqyGmHObK3Vl_4ahuI3-pGavkRSOAwp9LIK1Razz1nl79Ccq-U3hKuO"
        + "h7cHSelWF4HBDcC3oVmSqVkqu05eZ3dWNRYENb-b51rVIPhwfM5TbpKXY_mBDIi4lUg_OzT877ICB7YIWcIoDOoBtEcQmJRkyNDTFUQN9dTdJYP946BrgX"
        + "LtBN-XbseRvZ73GFV2efCOTh5SnhIXYDSJyaxYgcIB4-IJDuio1oscUabOLXET-GzDCeO7qPHHw.XSfWrUXCrLdzmqUc.vlr08lQQaGu805z0Gw77ZykQ6"
        + "kNq4jkapuepkoJfWbHa4B596kR2QHeI3Wpgov0hDkKeKnLe8QroBiv4S-q-XZK7EpqQjLZ933g8w0cWU-k_Oj5ESXw4ydMPye4fgcg2_9ACC-iVAeYQ30C"
        + "oG3_yWChNnFOvWx5WyPJj4zbMjdZd-up9LR_OyU_FM_hGEYABwBeNgnGAmP3cMK8sYzVMQ5UbtuwsxKwtSFF6IaoL8k0V1Ggu6jHLNdOJnELGEZbFsLuAL"
        + "yuOMJ4XiicYjsWdqA9MwCONTRx2PLjJ55JVlGxPet99jcIUrTxn1OC9G_UsSa9rhPd8r9Hpe514msjLaHQVXRftuWSNiVF7_d5DJ6RMO3eJuCMaDpl9tCV"
        + "6qx_WF3kUrZPtUONaLPNlEyypbl7GkHEAiRe9goYzVSLDNigkDRaitc4jZ0uC6Q.UCy3VNatHO4-nb3o1Lc4Qg";

    /// <summary>Made with <c>apu</c> and <c>apv</c>.</summary>
    public const string EcEncrypted = "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTI1NkdDTSIsImtpZCI6ImVjLTEiLCJjdHkiOiJKV1QiLCJlcGsiOnsieCI6Ik1sOURxYU1VNE8zOEdUbTNXN0"
        + "JpRlh1OTNsTE9YdHk0cXVKTDFGY2RzRWciLCJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieSI6ImxJRjc5akg2bklrQk5SRTdnVHhfaS1Wc3NWSmNUSDRJ"
        + "dDBxTjN6X1VfWTgifSwiYXB1IjoiUVd4cFkyVSIsImFwdiI6IlFtOWkifQ..OEf83QtkV-ZsrbkY.tR83lanM_M8el7WpENVTK8EuXAL0ayO-R5zilwgfo"
        + "BvFJMcyRFujnR3tJIYz9q0PaM0MiyygBlb_O8ccgkXOAZQ47XkfJaqA8639f9bFYij3eC-laBuae6zgwbUhQfm0s7AgdhLORZ4tbamS_OhzRvy1yydU6S_"
        + "WsidCI1K04JAS2qXBTgPuIUMXOmi7ojjMegxHSihIvYAKbDFOcHD3d1u2qjtxvX-PJnmefi2xbEoZw40tsTUcV_WlfHGqYnUzbHStM8pIKdgztCdgVhYLk"
        + "U6avb4gvr0syxBEjk6vilQv0vlSVi3A-OrYb7L0zt9LLigpoWV__Yxu0eWxOOgvf7kcALvam7fEWfddCuwPQJv-uEqQyaJJa1RFd6zR5PSZH_hpbyv1jqe"
        + "O1xqdFBW_5yqGJIYwigcsaS8Aso2OBmQlfyfSkpiK_19uuA.QogSzxfSNxqgwKSO3uT7SA";

    public const string EcKey = """
        {"kty":"EC",
        "x":"VQql3F6GVkqK_BQ36vqHrVuTLz_eIiQdTkRoP7NGfE4",
        "y":"Y5Txk1JMO7cXe5bfbh3USWMhfgvqFXTA2CM_AVrOhwc",
        "crv":"P-256",
        "d":"u6KmyoP5q1hYcpVL-Hg1QMiCanYAiEY8tLQjlFSbq9g",
        "kid":"ec-1",
        "alg":"ECDH-ES",
        "use":"enc"}
        """;
}
